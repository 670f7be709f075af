/** Fills a URI template of level 1 (RFC 6570), which is what JMAP uses (RFC 8620 §2). */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))

/** Makes a template absolute. `new URL` would escape the braces. */
export function absoluteTemplate(template: string, base: string): string {
  const { href } = new URL(template.replaceAll('{', '__open__').replaceAll('}', '__close__'), base)
  return href.replaceAll('__open__', '{').replaceAll('__close__', '}')
}
