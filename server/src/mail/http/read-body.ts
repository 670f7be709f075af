/** The body of a request, or null when it is longer than `max` octets; no more than that is ever held. */
export async function readBody(request: Request, max: number): Promise<Uint8Array | null> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > max) {
    await request.body?.cancel()
    return null
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (size > max) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
