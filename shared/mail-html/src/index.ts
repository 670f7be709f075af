export type { Refusal } from './clean-html.ts'
export { displayText, plainText, safeFileName } from './display-text.ts'
export { type HtmlReader, openHtmlReader } from './editable-html.ts'
export { frameSandbox, type MailListeners, type Palette } from './frame.ts'
export { textOfHtml } from './html-to-text.ts'
export { type LinkFacts, type LinkWarning, type MailtoRequest, parseMailto } from './links.ts'
export {
  type MailContent,
  mountMail,
  type MountedMail,
  type MountOptions,
  type RenderedMail,
  renderMail,
  type RenderOptions,
} from './mount-mail.ts'
export { escapeHtml, linkify, type Piece, quoteText } from './plain-text.ts'
export { sanitise } from './sanitize.ts'
export {
  type Authentication,
  describeSender,
  readAuthentication,
  type SenderFacts,
  type SenderWarning,
} from './sender.ts'
