/** A page of the shell, cut where the gateway writes into it. */
export interface Template {
  readonly render: (fill: { html: Readonly<Record<string, string>>; head: string; boot: string }) => string
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in an attribute or between tags. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

export const attributes = (values: Readonly<Record<string, string | true>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
    .join('')

/** @throws Error when a place to write is missing */
export function parseTemplate(text: string): Template {
  const cut = /^([\s\S]*?)<html\b[^>]*>([\s\S]*?)<!--atrium:head-->([\s\S]*?)<!--atrium:boot-->([\s\S]*)$/.exec(text)
  if (!cut) throw new Error('index.html needs <html>, <!--atrium:head--> and <!--atrium:boot-->, in this order')
  const [, start, beforeHead, beforeBoot, end] = cut
  return {
    render: ({ html, head, boot }) => `${start}<html${attributes(html)}>${beforeHead}${head}${beforeBoot}${boot}${end}`,
  }
}
