/** A long conversation with all its quotes has some ten thousand. */
const mostElements = 40_000

/** Whether a mail has so many tags that there is no other purpose in them than to stop the page. Read before any parser does. */
export const isTooMuch = (html: string): boolean => {
  let count = 0
  for (let at = html.indexOf('<'); at !== -1 && count <= mostElements; at = html.indexOf('<', at + 1))
    if (/[a-z]/i.test(html.charAt(at + 1))) count += 1
  return count > mostElements
}

/** The text between tags, without a parser: 200,000 open elements take one minutes. */
export const bareText = (html: string): string => html.replace(/<[^<>]*>/g, ' ')
