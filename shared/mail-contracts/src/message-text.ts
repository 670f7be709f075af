/**
 * Undoes `format=flowed` (RFC 3676): lines that end in a blank are joined with what follows, in quotes of any depth
 * too. Quotes keep their signs, with one blank behind them; a line of the writer's own that begins with a sign keeps the
 * blank before it, so that it is not taken for a quote.
 *
 * @param text Lines end with LF.
 * @param contentType The Content-Type field; text that is not `format=flowed` by it is returned as it is.
 */
export function unflowText(text: string, contentType: string | null): string {
  const type = (contentType ?? '').slice(0, 1000)
  if (!/;\s*format\s*=\s*"?flowed\b/i.test(type)) return text
  const deletesSpace = /;\s*delsp\s*=\s*"?yes\b/i.test(type)
  const paragraphs: string[] = []
  let open: { readonly depth: number; readonly parts: string[] } | null = null
  const close = (): void => {
    if (open) paragraphs.push(writtenOut(open.depth, open.parts.join('')))
    open = null
  }
  for (const line of text.split('\n')) {
    const { depth, content } = readLine(line)
    // RFC 3676 §4.3: the line before a signature is never part of a paragraph.
    const isSignature = content === '-- '
    // §4.5: a change of depth ends a paragraph, whatever its last line says.
    if (open && (open.depth !== depth || isSignature)) close()
    const flows = content.endsWith(' ') && !isSignature
    open ??= { depth, parts: [] }
    open.parts.push(flows && deletesSpace ? content.slice(0, -1) : content)
    if (!flows) close()
  }
  close()
  return paragraphs.join('\n')
}

function readLine(line: string): { depth: number; content: string } {
  let depth = 0
  while (line.charAt(depth) === '>') depth += 1
  // §4.4: one blank is there only to keep what follows from being taken for something else.
  const stuffed = line.charAt(depth) === ' ' ? 1 : 0
  return { depth, content: line.slice(depth + stuffed) }
}

function writtenOut(depth: number, content: string): string {
  if (depth > 0) return content === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${content}`
  return content.startsWith('>') ? ` ${content}` : content
}

/*
 * What mail programs put before the subject of a reply or a forwarded message, in the languages they are written for.
 * One list for the server, which finds conversations by the rest of the subject (RFC 5256 §2.1), and for the composer,
 * which writes one prefix in place of those it finds.
 */

const words = (...lines: string[]): readonly string[] => lines.flatMap((line) => line.split(','))

// Lower case, without accents. A few mean the one in one language and the other in another: they are in both lists.
const replies: ReadonlySet<string> = new Set(
  words(
    // English and many others; French, Spanish, Portuguese, Catalan, Galician, Romanian
    're,ref,rep,reponse,r,res,resp,resposta,respuesta,rv,rasp,raspuns',
    // German, Dutch, Danish, Norwegian, Swedish, Icelandic
    'aw,antw,antwort,antwoord,betr,sv,svar,ang,vs',
    // Finnish, Estonian, Latvian, Lithuanian
    'vast,vastaus,atb,atbilde,ats,atsakymas',
    // Italian, Basque, Welsh, Irish, Albanian
    'rif,ris,risposta,er,erantzun,ateb,fre,pergj',
    // Polish, Czech, Slovak, Slovene, Croatian, Bosnian, Hungarian
    'odp,odpowiedz,odpoved,odg,odgovor,va,valasz,na',
    // Turkish, Azerbaijani, Indonesian, Malay, Vietnamese
    'ynt,yan,yanıt,yanit,cev,cvp,bls,balas,tl,tra loi',
    // Greek, Russian, Ukrainian, Belarusian, Bulgarian, Macedonian, Serbian
    'απ,σχετ,απαντηση,ответ,отв,на,відп,відповідь,вiдп,адказ,отг,отговор,одг,одговор,ре',
    // Hebrew, Arabic, Persian, Urdu
    'השב,תגובה,תשובה,רה,رد,الرد,پاسخ,جواب',
    // Chinese, Japanese, Korean, Thai, Hindi
    '回复,回覆,答复,答覆,回復,返信,답장,회신,答,ตอบ,ตอบกลับ,उत्तर',
  ).map(plain),
)

const forwards: ReadonlySet<string> = new Set(
  words(
    // English, German, Dutch, Afrikaans, Danish, Norwegian, Swedish, Icelandic, Finnish
    'fw,fwd,forward,forwarded,wg,weitergeleitet,doorst,doorgestuurd,dst,vb,vs,vid,vidb,fs,vl,edasi',
    // French, Spanish, Portuguese, Catalan, Italian, Romanian
    'tr,transf,rtr,rv,reenv,reenviado,enc,enviado,encam,i,inolt,inoltro,trim,redir',
    // Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Lithuanian, Latvian
    'pd,przek,pren,prep,prepos,posr,prosl,tovabbitas,tovabb,tov,ots,persiuntimas,persiusta,psl,parsutits,pars',
    // Turkish, Indonesian, Malay, Vietnamese, Welsh
    'ilt,ılt,yon,trs,terusan,ct,chuyen tiep,yml',
    // Greek, Russian, Ukrainian, Bulgarian, Serbian
    'πρθ,προωθ,προωθηση,пересл,пер,переслано,пересылка,препр,просл',
    // Hebrew, Arabic, Persian
    'הועבר,העברה,إعادة توجيه,اعادة توجيه,توجيه,محول,ارسال,هدایت',
    // Chinese, Japanese, Korean, Thai
    '转发,轉寄,轉發,転送,전달,ส่งต่อ',
  ).map(plain),
)

/** Put there by a gateway, for people, not by a writer. */
const warnings: ReadonlySet<string> = new Set(
  words(
    'external,external email,external mail,external sender,ext,extern,externe,externo,caution',
    'spam,possible spam,suspected spam,probable spam,junk,bulk,disarmed',
  ),
)

/** Lower case without accents, so that `Vá`, `VA` and `vá` are one. */
function plain(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFC')
}

// `Re:`, `RE :`, `Re[2]:`, `Re^2:`, `Aw(3)：`. Every repetition has a limit: linear in what is repeated.
const prefix =
  /\s{0,8}(\p{L}[\p{L}\p{M}. ]{0,20}?)\s{0,4}(?:\[\d{1,4}\]|\(\d{1,4}\)|[\^*]\s?\d{1,4})?\s{0,4}[:：﹕︰]\s*/uy

// `***SPAM***`, `{Spam?}`, `EXTERNAL:`.
const warning = /\s{0,8}(?:\*{1,5}\s?([\p{L} ?]{2,30})\s?\*{1,5}[:-]?|\{([\p{L} ?]{2,30})\}|([\p{L} ?]{2,30}):)\s*/uy

export type SubjectPrefix = 'reply' | 'forward' | 'warning'

/**
 * Where what follows the prefixes at `start` begins; `start` when there is none.
 *
 * @param kinds Prefixes that are passed over. `RV:` and `VS:` are of both kinds.
 */
export function skipSubjectPrefixes(subject: string, kinds: readonly SubjectPrefix[], start = 0): number {
  let at = start
  for (;;) {
    const end = prefixEnd(subject, at, kinds)
    if (end <= at) return at
    at = end
  }
}

function prefixEnd(subject: string, at: number, kinds: readonly SubjectPrefix[]): number {
  prefix.lastIndex = at
  const word = plain(prefix.exec(subject)?.[1]?.replace(/[.\s]+$/, '') ?? '')
  if (
    word !== '' &&
    ((kinds.includes('reply') && replies.has(word)) || (kinds.includes('forward') && forwards.has(word)))
  )
    return prefix.lastIndex
  if (!kinds.includes('warning')) return at
  warning.lastIndex = at
  const found = warning.exec(subject)
  const said = (found?.[1] ?? found?.[2] ?? found?.[3] ?? '')
    .replace(/[?\s]+$/, '')
    .trim()
    .toLowerCase()
  return warnings.has(said) ? warning.lastIndex : at
}
