import { defineStrings } from '@atrium/remote'

/** Texts that several remotes show. Names, subjects and folder names arrive in isolates, see `isolated` of `@atrium/ui`. */
export const strings = defineStrings({
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

    composerFailed: "Couldn't open the editor. Your mail is safe.",
    retry: 'Try again',
  },
})
