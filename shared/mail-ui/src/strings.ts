import { defineMessages, type Translate } from '@atrium/remote'

/** Texts that several remotes show. Names, subjects and folder names arrive in isolates, see `isolated` of `@atrium/ui`. */
export const strings = defineMessages({
  en: {
    inbox: 'Inbox',
    archive: 'Archive',
    drafts: 'Drafts',
    sent: 'Sent',
    trash: 'Trash',
    junk: 'Spam',
    flagged: 'Starred',
    important: 'Important',
    unnamedFolder: 'Unnamed folder',

    draft: 'Draft',
    hasAttachment: 'Has attachment',

    composerFailed: "Couldn't open the editor. Your mail is safe.",
    retry: 'Try again',
  },
})

/** Translates the texts above. */
export type MailTexts = Translate<(typeof strings)['en']>
