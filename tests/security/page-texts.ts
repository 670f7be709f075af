/** A function of the page that parses untrusted text. */
export interface TextReader {
  /** Below the root. */
  readonly file: string
  readonly name: string
  /** Calls it with the text in every argument that a sender controls. */
  readonly read: (call: (...given: readonly unknown[]) => unknown, text: string) => unknown
}

const whole: TextReader['read'] = (call, text) => call(text)
const spread: TextReader['read'] = (call, text) => [...(call(text) as Iterable<unknown>)]
const named: TextReader['read'] = (call, text) => [
  call({ name: text, email: 'a@b.example' }),
  call({ name: null, email: text }),
]

const part = {
  partId: '1',
  blobId: 'b',
  size: 1,
  name: null,
  type: 'text/html',
  charset: null,
  disposition: null,
  cid: null,
}
const picture = { ...part, type: 'image/png' }
const withHtml = (text: string) => ({
  htmlBody: [part],
  textBody: [part],
  bodyValues: { 1: { value: text, isEncodingProblem: false, isTruncated: false } },
  attachments: Array.from({ length: Math.ceil(text.length / 40) }, (_, index) => ({ ...picture, cid: `${index}` })),
})
const folder = (name: string) => ({ id: 'm', name, role: null })
const say = (key: string): string => key
const style = (text: string) => ({ getPropertyValue: (name: string) => (name === 'position' ? 'absolute' : text) })

const mailHtml = 'shared/mail-html/src'

/** All of them. A new one is one more row; the test finds files that have none. */
export const textReaders: readonly TextReader[] = [
  { file: `${mailHtml}/display-text.ts`, name: 'plainText', read: whole },
  { file: `${mailHtml}/display-text.ts`, name: 'hasHidden', read: whole },
  {
    file: `${mailHtml}/sender.ts`,
    name: 'describeSender',
    read: (call, text) => [
      call([{ name: text, email: 'a@b.example' }]),
      call([
        { name: null, email: text },
        { name: text, email: text },
      ]),
    ],
  },
  {
    file: `${mailHtml}/sender.ts`,
    name: 'readAuthentication',
    read: (call, text) => [call([text], 'mx'), call([`mx; ${text}`], 'mx')],
  },
  { file: `${mailHtml}/display-text.ts`, name: 'safeFileName', read: whole },
  {
    file: `${mailHtml}/policy.ts`,
    name: 'trimWhere',
    read: (call, text) => call(text, (code: number) => code <= 0x20),
  },
  {
    file: `${mailHtml}/links.ts`,
    name: 'linkFacts',
    read: (call, text) => [
      call(text, ''),
      call(`https://a.example/${text}`, text),
      call(`https://${text}`, ''),
      call('https://a.example/', text),
    ],
  },
  {
    file: `${mailHtml}/links.ts`,
    name: 'namesAnotherHost',
    read: (call, text) => [call(text, 'a.example'), call(text, 'a')],
  },
  { file: `${mailHtml}/links.ts`, name: 'asciiHost', read: whole },
  { file: `${mailHtml}/links.ts`, name: 'looksLikeAnother', read: whole },
  { file: `${mailHtml}/links.ts`, name: 'hostToUnicode', read: (call, text) => [call(text), call(`xn--${text}`)] },
  {
    file: `${mailHtml}/links.ts`,
    name: 'parseMailto',
    read: (call, text) => [call(`mailto:${text}`), call(`mailto:a@b?body=${text}`)],
  },
  { file: `${mailHtml}/plain-text.ts`, name: 'linkify', read: whole },
  { file: `${mailHtml}/html-to-text.ts`, name: 'textOfHtml', read: whole },
  { file: `${mailHtml}/html-to-text.ts`, name: 'tokensOf', read: spread },
  { file: `${mailHtml}/plain-text.ts`, name: 'quoteText', read: whole },
  { file: `${mailHtml}/plain-text.ts`, name: 'quoteLevels', read: whole },
  { file: `${mailHtml}/html-to-text.ts`, name: 'decodeEntities', read: whole },
  { file: `${mailHtml}/css.ts`, name: 'isSafeValue', read: whole },
  { file: `${mailHtml}/css.ts`, name: 'isOutOfSight', read: (call, text) => call(style(text)) },
  { file: 'shared/ui/src/text.tsx', name: 'cleanText', read: whole },
  { file: 'shared/ui/src/text.tsx', name: 'cleanFragment', read: whole },
  {
    file: 'shared/ui/src/avatar.tsx',
    name: 'initials',
    read: (call, text) => [call(text, 'a@b.example'), call(undefined, text)],
  },
  { file: 'shared/ui/src/avatar.tsx', name: 'hueOf', read: whole },
  { file: 'shared/mail/src/segments.ts', name: 'segmentsOf', read: whole },
  { file: 'shared/mail-ui/src/people.ts', name: 'personName', read: named },
  { file: 'shared/mail-ui/src/people.ts', name: 'shortName', read: named },
  {
    file: 'shared/mail-ui/src/people.ts',
    name: 'rowPeople',
    read: (call, text) =>
      call(
        Array.from({ length: 5 }, () => ({ name: text, email: text, unread: false })),
        { own: new Set(), me: 'me' },
      ),
  },
  { file: 'remotes/inbox/src/message/content.ts', name: 'bodyOf', read: (call, text) => call(withHtml(text)) },
  { file: 'remotes/inbox/src/message/content.ts', name: 'attachedFiles', read: (call, text) => call(withHtml(text)) },
  {
    file: 'shared/mail-contracts/src/message-text.ts',
    name: 'unflowText',
    read: (call, text) => [call(text, 'text/plain; format=flowed'), call('a \n', text)],
  },
  {
    file: 'shared/mail-contracts/src/message-text.ts',
    name: 'skipSubjectPrefixes',
    read: (call, text) => [
      call(text, ['reply', 'forward', 'warning']),
      call(`Re: ${text}`, ['reply', 'forward', 'warning']),
    ],
  },
  {
    file: 'platform/remote/src/host-connection.ts',
    name: 'hrefOf',
    read: (call, text) => [call(text), call(`/${text}`)],
  },
  {
    file: 'platform/host/src/routing.ts',
    name: 'resolveAddress',
    read: (call, text) => [call(`/${text}`, 'inbox'), call(`/inbox?${text}`, 'inbox')],
  },
  {
    file: 'platform/host/src/safe-mode.ts',
    name: 'disabledByAddress',
    read: (call, text) => [call(`?disable=${text}`), call(`?${text}`)],
  },
  { file: 'remotes/inbox/src/address.ts', name: 'parseAddress', read: (call, text) => call(`/${text}`) },
  { file: 'remotes/search/src/query.ts', name: 'tokensOf', read: whole },
  {
    file: 'remotes/search/src/query.ts',
    name: 'parseQuery',
    read: (call, text) => call(text, { mailboxes: [folder('a')], own: ['a@b.example'], now: new Date(0) }),
  },
  { file: 'remotes/search/src/query-values.ts', name: 'parseDate', read: (call, text) => call(text, new Date(0)) },
  { file: 'remotes/search/src/query-values.ts', name: 'dayRange', read: (call, text) => call(text, new Date(0)) },
  { file: 'remotes/search/src/query-values.ts', name: 'parseSize', read: whole },
  {
    file: 'remotes/search/src/query-values.ts',
    name: 'findFolder',
    read: (call, text) => [call([folder('a')], text), call([folder(text)], 'a')],
  },
  { file: 'remotes/search/src/query.ts', name: 'withOperator', read: (call, text) => call(text, 'in', text) },
  {
    file: 'remotes/search/src/search-box.tsx',
    name: 'completionsFor',
    read: (call, text) => call(text, { recent: [text], folders: [text], t: say }),
  },
  { file: 'remotes/compose/src/recipients/parse-addresses.ts', name: 'splitList', read: whole },
  { file: 'remotes/compose/src/recipients/parse-addresses.ts', name: 'parseAddresses', read: whole },
  { file: 'remotes/compose/src/recipients/parse-addresses.ts', name: 'isAddress', read: whole },
  { file: 'remotes/compose/src/recipients/parse-addresses.ts', name: 'formatAddress', read: named },
  { file: 'remotes/compose/src/recipients/parse-addresses.ts', name: 'displayName', read: named },
  {
    file: 'remotes/compose/src/recipients/suggestions.tsx',
    name: 'countCorrespondents',
    read: (call, text) => call([{ from: [{ name: text, email: text }], to: null }], []),
  },
  {
    file: 'remotes/compose/src/recipients/suggestions.tsx',
    name: 'matchCorrespondents',
    read: (call, text) => [
      call([{ name: text, email: text, weight: 1 }], 'ab', { except: [] }),
      call([{ name: 'a', email: 'b', weight: 1 }], text, { except: [] }),
    ],
  },
  { file: 'remotes/compose/src/reply.ts', name: 'replySubject', read: whole },
  { file: 'remotes/compose/src/reply.ts', name: 'forwardSubject', read: whole },
  { file: 'remotes/compose/src/reply.ts', name: 'plainBody', read: (call, text) => call(withHtml(text)) },
  { file: 'remotes/compose/src/reply.ts', name: 'bodyAsRead', read: (call, text) => call(withHtml(text)) },
  { file: 'remotes/compose/src/reply.ts', name: 'htmlBody', read: (call, text) => call(withHtml(text)) },
  { file: 'remotes/compose/src/draft/draft.ts', name: 'htmlOfText', read: whole },
  {
    file: 'remotes/inbox/src/message/marks.ts',
    name: 'placesOf',
    read: (call, text) => [call(text, ['ab', 'é']), call('abc', [text])],
  },
]

/** Files with patterns that have no row, and why. */
export const withoutRow: Readonly<Record<string, string>> = {
  'remotes/compose/src/exposes/page.tsx': 'splits the address of the page at commas: one pass, and no mail',
  'remotes/compose/src/composers.ts': "reads the person's own address",
  'remotes/compose/src/draft/backup.ts': 'reads keys of our own in the storage of the browser',
  'shared/ui/src/popover.tsx': 'reads words of our own',
  'platform/host/src/failures.ts': 'reads errors of code, of which a limited part is reported',
  'platform/host/src/page-guards.ts': 'reads stacks of the browser',
  'platform/host/src/registry-client.ts': 'reads addresses and a header of the gateway',
  'platform/host/src/runtime-plugin.ts': 'reads names of shared libraries in signed releases',
  'platform/host/src/slots.tsx': 'reads addresses and names in the signed directory',
  'platform/host/src/updates.ts': 'reads the page of the gateway for one mark',
  'platform/remote/src/contexts.tsx': 'reads names that code gives',
  'platform/remote/src/store.ts': 'reads names that code gives',
  'platform/remote/src/strings.ts': 'reads words of our own',
  'shell/src/frame/navigation.tsx': 'reads addresses in the signed directory',
  'shell/src/palette.tsx': 'reads names of commands and of folders of the person, and what is typed here',
  'shell/src/session/follow-session.ts': 'reads the base path of the site',
  'shell/src/session/leave.ts': 'reads keys of our own in the storage of the browser',
  'shell/src/strings.ts': 'reads words of our own',
  'shared/jmap/src/session.ts': 'reads addresses that the mail server gives of itself',
  'shared/mail-contracts/src/paths.ts': 'splits a media type at its first semicolon',
  'shared/mail/src/blobs.ts': 'replaces a single dot at the end of an error of the mail server',
  [`${mailHtml}/dark-mode.ts`]: 'reads what the browser computed of a colour; of one mail a thousand',
  [`${mailHtml}/frame.ts`]: 'reads marks of our own',
  [`${mailHtml}/sanitize.ts`]: 'reads documents: heavy-mail.spec.ts',
  [`${mailHtml}/clean-html.ts`]: 'reads documents: heavy-mail.spec.ts',
  [`${mailHtml}/message-links.ts`]: 'reads documents: heavy-mail.spec.ts',
  [`${mailHtml}/quotes.ts`]: 'reads documents: heavy-mail.spec.ts',
  [`${mailHtml}/images.ts`]: 'reads what the browser computed of a style',
  'remotes/compose/src/recipients/address-field.tsx': 'counts the quotes in what a person types',
  'remotes/compose/src/draft/draft-form.tsx': 'reads the name of the browser',
  'remotes/compose/src/attachments.tsx': 'reads ids of our own',
  'remotes/compose/src/send-message.ts': 'compares whole words of what a person writes, up to a limit',
  'remotes/compose/src/rich-text/commands.ts': 'reads an address that a person types',
  'remotes/compose/src/rich-text/html.ts':
    'replaces single characters at the start of a line; reads sizes the browser computed',
  'remotes/compose/src/rich-text/rich-editor.tsx': 'reads media types, and the scheme of the address of a picture',
  'remotes/compose/src/rich-text/schema.ts': 'compares values of styles with words',
  'remotes/compose/src/rich-text/toolbar.tsx': 'reads the name of the browser',
  'shared/mail/src/core.ts': 'reads the base path of the site',
  'shared/mail/src/stored-draft.ts': "reads the person's own address, and replaces single runs of blanks",
  'shared/mail/src/mail.tsx': 'replaces a list by another one',
  'shared/mail/src/records.ts': 'reads keywords and folder ids',
  'remotes/inbox/src/thread/thread-pane.tsx': 'reads ids of the mail server',
  'remotes/search/src/filter-bar.tsx': 'compares with two words',
  'remotes/search/src/search-page.tsx': "reads the user's own addresses",
  'shared/mail-ui/src/shortcuts/shortcut-list.tsx': 'reads key names of our own and the name of the browser',
}
