import { defineStrings } from '@atrium/remote'

/** Texts of the list of keyboard shortcuts. */
export const strings = defineStrings({
  en: {
    anywhere: 'Anywhere',
    inLists: 'In lists',
    onConversation: 'In a conversation',
    writing: 'While composing',
    keyCompose: 'New message',
    keySearch: 'Search',
    keyHelp: 'Show keyboard shortcuts',
    keyNext: 'Next',
    keyPrevious: 'Previous',
    keyOpen: 'Open',
    keyBack: 'Back to list',
    keySelect: 'Select',
    keyRange: 'Extend selection',
    keyAll: 'Select all',
    keyArchive: 'Archive',
    keyDelete: 'Delete',
    keySpam: 'Report spam',
    keyStar: 'Star',
    keyRead: 'Mark as read',
    keyUnread: 'Mark as unread',
    keyReply: 'Reply',
    keyReplyAll: 'Reply all',
    keyForward: 'Forward',
    keySend: 'Send',
    keyCloseDraft: 'Save and close',
    keyRemoveRecipient: 'Go to previous recipient',
    or: 'or',
  },
})
