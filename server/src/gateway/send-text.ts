import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptedEncoding, compressed, worthCompressing } from './compress.ts'

/** Sends a text that was made for this answer, compressed when the client takes that. */
export async function sendText(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  const body = Buffer.from(text)
  const encoding = body.length < worthCompressing ? null : acceptedEncoding(request.headers['accept-encoding'])
  if (!encoding) return reply.send(body)
  return reply.header('content-encoding', encoding).send(await compressed(encoding, body))
}
