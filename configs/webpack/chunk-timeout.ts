/** Milliseconds until a lazy script or stylesheet counts as lost. */
export const chunkTimeout = 8_000
