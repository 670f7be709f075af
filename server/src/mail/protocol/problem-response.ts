/** A request refused as a whole: RFC 7807, with the types of RFC 8620 §3.6.1. */
export function problemResponse(
  status: number,
  problem: { readonly type?: string; readonly detail: string; readonly limit?: string },
): Response {
  const type = problem.type === undefined ? 'about:blank' : `urn:ietf:params:jmap:error:${problem.type}`
  return new Response(JSON.stringify({ ...problem, type, status }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}
