/**
 * What messages have in common: fields, markup, frequent words. Short messages are compressed against it (zstd takes it
 * as a dictionary), which saves a tenth of them. It may never change: what is stored could not be read any more.
 */
export const usualMail: Uint8Array =
  Buffer.from(`the that and for with this from have you are not will can your our was but all has one more about which there their been would what when who they out just some other than into like time only also get any its new now then use how work make people could see these know over here first very because way well want even may through most such after need where much should good does being those before still back think two many between while same own using without really something both sure Please Thanks thank you for Best regards, Kind regards, Hello, Hi Dear On Mon, Tue, Wed, Thu, Fri, Sat, Sun, wrote:
> > > > 
-- 
_______________________________________________
 mailing list
http://lists. https://www. .html .com/ .org/ .net/ unsubscribe click here to unsubscribe from this list, visit view this email in your browser Copyright (c) All rights reserved. privacy policy
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="viewport" content="width=device-width, initial-scale=1.0"><title></title><style type="text/css">body { margin: 0; padding: 0; } img { border: 0; } @media only screen and (max-width: 600px) {</style></head><body bgcolor="#ffffff"><div dir="ltr"><table width="100%" border="0" cellspacing="0" cellpadding="0" align="center"><tbody><tr><td align="left" valign="top" style="font-family: Arial, Helvetica, sans-serif; font-size: 14px; line-height: 20px; color: #333333; text-decoration: none; padding: 0px 10px;"><a href="https://www." target="_blank" style="color:#"><img src="https://" width="1" height="1" alt="" border="0"></a></td></tr></tbody></table><p><font face="Verdana, Arial, Helvetica" size="2" color="#000000"><b></b></font></p><br>&nbsp;<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"></blockquote></body></html>
Return-Path: <
Delivered-To: 
Received: from localhost (localhost [127.0.0.1])
	by  (Postfix) with ESMTP id 
	for <>; Mon, 01 Jan 2024 00:00:00 +0000 (UTC)
Received: from mail-.google.com (mail-.google.com [209.85.])
	by  with ESMTPS id 
	(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
	Tue, 02 Feb 2024 12:00:00 -0700 (PDT)
Received: by 2002:a05:6214: with SMTP id 
Authentication-Results: ; dkim=pass header.i=@ header.s= header.b=; spf=pass (: domain of  designates  as permitted sender) smtp.mailfrom=; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=
ARC-Seal: i=1; a=rsa-sha256; t=; cv=none; d=google.com; s=arc-20160816; b=
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=20230601; t=; h=to:subject:message-id:date:from:mime-version:from:to:cc:subject:date:message-id:reply-to; bh=; b=
X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
X-Gm-Message-State: 
X-Received: by 
X-Mailer: Microsoft Outlook Express 6.00
X-MimeOLE: Produced By Microsoft MimeOLE V6.00
X-Spam-Status: No, score=0.0 required=5.0 tests= autolearn=no version=3.
X-Spam-Level: 
X-Priority: 3
X-MSMail-Priority: Normal
Importance: Normal
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.
List-Unsubscribe: <https://lists./options/>,
	<mailto:-request@lists.?subject=unsubscribe>
List-Post: <mailto:
List-Help: <mailto:-request@?subject=help>
List-Subscribe: <https://
List-Archive: <http://lists./pipermail/>
List-Id: <.lists.>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Errors-To: -admin@
X-BeenThere: 
X-Mailman-Version: 2.0.11
Precedence: bulk
Sender: -admin@
Auto-Submitted: 
Reply-To: 
From: "" <
To: 
Cc: 
Subject: Re: [] 
Date: Mon, 1 Jan 2024 00:00:00 +0000
Message-ID: <@mail.gmail.com>
Message-Id: <
In-Reply-To: <
References: <
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="----=_NextPart_000_"
Content-Type: multipart/mixed; boundary="
Content-Disposition: attachment; filename="
Content-Disposition: inline
Content-Type: application/pdf; name="
Content-Transfer-Encoding: base64
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=us-ascii; format=flowed
Content-Type: text/plain; charset="iso-8859-1"
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Content-Transfer-Encoding: 7bit

`)
