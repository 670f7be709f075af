import type { DemoMessage, Person } from '../demo-message.ts'
import { makePdf } from '../attachments.ts'

const brandt: Person = { name: 'Hausverwaltung Brandt', email: 'brandt@hausverwaltung.example' }
const sato: Person = { name: '佐藤 美咲', email: 'misaki.sato@example.jp' }
const layla: Person = { name: 'ليلى حداد', email: 'layla.haddad@example.org' }
const beatriz: Person = { name: 'Beatriz Conceição', email: 'beatriz@example.pt' }

const german: readonly DemoMessage[] = [
  {
    key: 'flat-1',
    from: brandt,
    subject: 'Übergabe der Wohnung am Freitag',
    at: [10, '07:30'],
    text: `Guten Tag,

die Übergabe Ihrer neuen Wohnung in der Lindenstraße 12 ist für Freitag, 10 Uhr, vorgesehen. Bitte bringen Sie einen Ausweis mit. Die Zählerstände lesen wir gemeinsam ab.

Das Protokoll finden Sie vorab im Anhang, dann geht es vor Ort schneller.

Mit freundlichen Grüßen
Martin Brandt`,
    attachments: [
      {
        name: 'protokoll.pdf',
        type: 'application/pdf',
        content: makePdf('Übergabeprotokoll', [
          'Lindenstraße 12, 3. Obergeschoss links',
          'Schlüssel: 3 Wohnung, 1 Keller, 1 Briefkasten',
          'Zählerstände: Strom ______  Wasser ______  Heizung ______',
        ]),
      },
    ],
  },
  {
    key: 'flat-2',
    from: 'alex',
    to: [brandt],
    subject: 'Re: Übergabe der Wohnung am Freitag',
    inReplyTo: 'flat-1',
    at: [10, '08:45'],
    text: `Guten Tag Herr Brandt,

Freitag um 10 Uhr passt mir gut. Eine Frage noch: Ist das Kellerabteil schon geräumt? Ich würde am selben Tag gern die ersten Kisten bringen.

Viele Grüße
Alex Winter`,
  },
  {
    key: 'flat-3',
    from: brandt,
    subject: 'AW: Übergabe der Wohnung am Freitag',
    inReplyTo: 'flat-2',
    quotes: true,
    at: [9, '09:10'],
    text: `Guten Tag,

ja, der Keller ist seit gestern leer und gefegt. Für den Umzugswagen können Sie im Hof parken, die Einfahrt ist 2,40 m breit.

Bis Freitag!
Martin Brandt`,
  },
]

const japanese: readonly DemoMessage[] = [
  {
    key: 'kyoto-1',
    from: sato,
    subject: '京都旅行の日程について',
    at: [14, '03:12'],
    mailbox: 'archive',
    text: `アレックスさん

お元気ですか。来月の京都旅行、とても楽しみにしています。
紅葉は例年より少し遅く、月末がちょうど見頃になりそうです。

初日は嵐山をゆっくり歩いて、二日目は東福寺と伏見稲荷はいかがでしょうか。朝早く行けば、人も少なくて静かです。

美咲`,
  },
  {
    key: 'kyoto-2',
    from: 'alex',
    to: [sato],
    subject: 'Re: 京都旅行の日程について',
    inReplyTo: 'kyoto-1',
    at: [13, '18:40'],
    text: `美咲さん

ありがとうございます。とても良い計画ですね。
早起きは得意ではありませんが、伏見稲荷のためなら頑張ります。

宿は私が予約します。静かな町家を見つけました。

アレックス`,
  },
  {
    key: 'kyoto-3',
    from: sato,
    subject: 'Re: 京都旅行の日程について',
    inReplyTo: 'kyoto-2',
    at: [1, '02:25'],
    unread: true,
    text: `アレックスさん

町家、素敵ですね。楽しみがまた一つ増えました。
新幹線の切符は二人分取りました。京都駅に十時三十八分に着きます。

お弁当は私に任せてください。

美咲`,
  },
]

const arabic: readonly DemoMessage[] = [
  {
    key: 'dinner-1',
    from: layla,
    subject: 'دعوة إلى العشاء يوم الخميس',
    at: [6, '15:00'],
    text: `مرحبا أليكس،

أتمنى أن تكون بخير. ندعوك إلى العشاء في بيتنا يوم الخميس الساعة السابعة مساء. سيطبخ أبي المقلوبة، وأنت تعرف أنه لا يطبخها إلا للأصدقاء.

لا تحضر شيئا معك غير الشهية.

ليلى`,
    html: `<div dir="rtl" lang="ar"><p>مرحبا أليكس،</p>
<p>أتمنى أن تكون بخير. ندعوك إلى العشاء في بيتنا يوم الخميس الساعة السابعة مساء. سيطبخ أبي المقلوبة، وأنت تعرف أنه لا يطبخها إلا للأصدقاء.</p>
<p>لا تحضر شيئا معك غير الشهية.</p>
<p>ليلى</p></div>`,
  },
  {
    key: 'dinner-2',
    from: 'alex',
    to: [layla],
    subject: 'Re: دعوة إلى العشاء يوم الخميس',
    inReplyTo: 'dinner-1',
    at: [6, '16:21'],
    text: `عزيزتي ليلى،

شكرا جزيلا على الدعوة، سأكون عندكم في السابعة. سلامي إلى الوالد، وقولي له إنني لن آكل شيئا طوال النهار.

أليكس`,
  },
  {
    key: 'dinner-3',
    from: layla,
    subject: 'Re: دعوة إلى العشاء يوم الخميس',
    inReplyTo: 'dinner-2',
    at: [2, '08:05'],
    text: `سعدنا كثيرا بزيارتك أمس. نسيت وشاحك عندنا (Lindenstraße مكتوبة على البطاقة)، سأحضره معي يوم السبت.

ليلى`,
  },
]

const portuguese: readonly DemoMessage[] = [
  {
    key: 'recipe-1',
    from: beatriz,
    subject: 'A receita da avó',
    at: [11, '19:44'],
    text: `Olá Alex,

encontrei finalmente o caderno da avó. A receita do pão de milho está na última página, com uma nódoa de azeite mesmo por cima da quantidade de sal. A minha mãe diz que era uma colher de chá; eu acho que eram duas.

Experimenta com uma e meia e diz-me.

Um abraço,
Beatriz`,
  },
  {
    key: 'recipe-2',
    from: 'alex',
    to: [beatriz],
    subject: 'Re: A receita da avó',
    inReplyTo: 'recipe-1',
    at: [7, '09:15'],
    text: `Olá Beatriz,

fiz ontem, com uma colher e meia. Ficou muito bom: a côdea estala e o miolo é húmido. Guardei-te uma metade no congelador.

Um abraço,
Alex`,
  },
  {
    key: 'recipe-3',
    from: beatriz,
    subject: 'Re: A receita da avó',
    inReplyTo: 'recipe-2',
    quotes: true,
    at: [5, '21:30'],
    keywords: ['$flagged'],
    text: `Então está decidido: uma colher e meia. Vou escrever isso no caderno, a lápis, para a próxima geração poder discordar.

Beatriz`,
  },
]

/** Conversations in German, Japanese, Arabic and Portuguese. */
export const languages: readonly DemoMessage[] = [...german, ...japanese, ...arabic, ...portuguese]
