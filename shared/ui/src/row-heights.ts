/** Pixels of a list row at each density; the same as the token `--row`. */
export const rowHeights = { compact: 40, comfortable: 64 } as const
