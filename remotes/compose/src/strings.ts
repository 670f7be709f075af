import { defineStrings, translator, workspace, type Translate } from '@atrium/remote'

export const strings = defineStrings({
  en: {
    newMessage: 'New message',
    windowLabel: 'Compose: {title}',
    from: 'From',
    to: 'To',
    cc: 'Cc',
    bcc: 'Bcc',
    showCc: 'Add Cc',
    showBcc: 'Add Bcc',
    subject: 'Subject',
    body: 'Message',
    bodyPlaceholder: 'Write your message',
    send: 'Send',
    sending: 'Sending',
    sendingFor: 'Sending for {seconds, plural, one {# second} other {# seconds}}. You can keep working.',
    sendShortcut: 'Ctrl+Enter',
    attach: 'Attach files',
    discard: 'Discard draft',
    minimise: 'Minimise',
    restore: 'Restore',
    maximise: 'Maximise',
    leaveMaximised: 'Restore size',
    close: 'Save and close',
    showQuote: 'Show quoted text',
    opening: 'Loading message',
    openFailed: "Couldn't load the message",
    openGone: 'This message no longer exists',
    openFailedDetail: 'Check your connection and try again.',
    openGoneDetail: 'It was deleted or sent from another window or device.',
    retry: 'Try again',
    closeWindow: 'Close',
    formattingLost: 'This draft has formatting. Editing it here converts it to plain text.',

    recipientsOf: '{field} recipients',
    addressHint: 'Press Enter or comma to add an address. Press Backspace to go to the previous one.',
    removeAddress: 'Remove {name}',
    chipLabel: '{name}, {email}',
    chipLabelInvalid: '{name}: invalid email address',
    chipHint: 'Press Delete to remove, Enter to edit',
    invalidAddress: '"{email}" is not a valid email address. Correct or remove it.',
    suggestions: 'Suggested recipients',
    suggestionCount: '{count, plural, =0 {No suggestions} one {# suggestion} other {# suggestions}}',

    attachments: 'Attachments',
    attachmentUploading: '{name}, uploading',
    cancelUpload: 'Cancel upload of {name}',
    removeFile: 'Remove {name}',
    retryUpload: 'Retry upload of {name}',
    uploadFailed: "Couldn't upload",
    uploadTooLarge: 'Too large for the mail server',
    dropHere: 'Drop files here to attach them',
    overLimit:
      '{count, plural, one {{name} was not added: a message can have up to {limit} of attachments.} other {# files were not added: a message can have up to {limit} of attachments.}}',
    sizeUsed: '{size} of {limit}',
    dismiss: 'Dismiss',

    saveWaiting: 'Not saved yet',
    saveSaving: 'Saving',
    saveSaved: 'Saved',
    saveFailed:
      "Couldn't save. The draft is kept in this browser. Retrying in {seconds, plural, one {# second} other {# seconds}}.",
    saveFailedSoon: "Couldn't save. Retrying.",
    saveOffline: "You're offline. The draft is kept in this browser and will be saved when you're back online.",
    retryNow: 'Retry now',

    noRecipients: 'Add at least one recipient.',
    invalidRecipients:
      '{count, plural, one {One address is not valid.} other {# addresses are not valid.}} Correct or remove {count, plural, one {it} other {them}} to send.',
    uploadsRunning: 'Wait for all uploads to finish, or cancel them.',
    uploadsFailed: "A file couldn't be uploaded. Retry or remove it.",
    noSubject: 'Send without a subject?',
    sendAnyway: 'Send anyway',
    addSubject: 'Add a subject',
    sendRefused: "Couldn't send. The message was kept as a draft. {reason}",
    sendOffline: "Couldn't send: no connection. The message was kept as a draft.",
    sendUnknown:
      'The connection was lost while sending. Atrium is checking whether the message was sent. Sending again will not deliver it twice.',
    sendLost: "Couldn't send: the connection was lost. The message was kept as a draft.",
    sentElsewhere: 'Another version of this message was already sent from another window. This version was not sent.',
    sendAsNew: 'Send as a new message',
    changedElsewhere: 'This draft was also changed in another window. Both versions are in Drafts.',
    openOther: 'Open other version',
    sendAgain: 'Send again',
    noIdentity: "Couldn't send: your sending address couldn't be loaded. Try again in a moment.",

    sent: 'Sent',
    savedInDrafts: 'Saved to Drafts',
    discarded: 'Draft discarded',
    undo: 'Undo',
    open: 'Open',
    notSavedYet: "The draft isn't saved yet. Atrium keeps trying while this page is open.",
    notDiscarded: "Couldn't delete the draft. It is still in Drafts.",
    recovered: '{count, plural, one {Recovered an unsaved message.} other {Recovered # unsaved messages.}}',

    attribution: 'On {date}, {name} wrote:',
    attributionUndated: '{name} wrote:',
    forwardedHeading: '---------- Forwarded message ----------',
    forwardedFrom: 'From: {value}',
    forwardedDate: 'Date: {value}',
    forwardedSubject: 'Subject: {value}',
    forwardedTo: 'To: {value}',
    forwardedCc: 'Cc: {value}',
    unknownSender: 'Unknown sender',
    unnamedFile: 'attachment',
  },
})

export type Say = Translate<(typeof strings)['en']>

/** The person's language, outside of React. */
function currentLocale(): string {
  const chosen = workspace.getState().session?.preferences.locale ?? 'system'
  return chosen === 'system' ? navigator.language : chosen
}

/** Texts outside of React: of toasts, and of what a reply starts with. */
export const say: Say = (key, values) => translator(strings, currentLocale())(key, values)
