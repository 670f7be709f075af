/**
 * Characters that show nothing and change how others show (CVE-2021-42574): controls, overrides of
 * direction, what has no width, tags. The joiners of Persian and what makes an emoji one stay.
 */
const hidden = /(?!\p{Join_Control}|\p{Variation_Selector})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** A stranger's text for one line. What is drawn with it goes into `<bdi>`. */
export const cleanText = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').replace(hidden, '').trim()

/** For a sentence, where no `<bdi>` can stand: kept apart by isolates (Unicode UAX #9). */
export const isolated = (text: string): string => `\u2068${text}\u2069`
