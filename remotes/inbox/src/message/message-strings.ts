import { defineStrings } from '@atrium/remote'

/** Texts of an open message. They come with the code that renders one, after the list. */
export const messageStrings = defineStrings({
  en: {
    charset: 'Text encoding',
    charsetHint: 'Unreadable characters? Choose another text encoding.',
    charsetAsSent: 'As sent',
    charsetFailed: "Couldn't read the message in that encoding. {reason}",
    charsetUnicode: 'Unicode',
    charsetWestern: 'Western',
    charsetCentral: 'Central European',
    charsetCyrillic: 'Cyrillic',
    charsetGreek: 'Greek',
    charsetTurkish: 'Turkish',
    charsetHebrew: 'Hebrew',
    charsetArabic: 'Arabic',
    charsetThai: 'Thai',
    charsetVietnamese: 'Vietnamese',
    charsetJapanese: 'Japanese',
    charsetChinese: 'Chinese',
    charsetKorean: 'Korean',
    linkTitle: 'This link may not lead where you expect',
    linkLeads: 'It leads to',
    linkDiffers: 'Its text names a different site.',
    linkUserInfo: 'The part before the @ looks like the site but is not.',
    linkLookAlike: 'The site looks like another one.',
    linkIp: 'The site is a number, not a name.',
    linkOpen: 'Open anyway',
    linkStay: 'Cancel',
    close: 'Close',
  },
})
