import { AtriumError, csrfHeader, problemSchema } from '@atrium/protocol'
import { type UploadResponse } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { type CsrfToken, isTokenRefused } from '../jmap/csrf-token.ts'
import type { Resource } from '../jmap/resource.ts'
import { expand } from '../jmap/session-resource.ts'
import { createSlots } from '../jmap/slots.ts'
import { defaultLimits } from '../jmap/limits.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'

export interface UploadOptions {
  /** @param fraction From 0 to 1. */
  readonly onProgress?: (fraction: number) => void
  readonly signal?: AbortSignal
}

/** Fails with `UPLOAD_TOO_LARGE`, `UPLOAD_STOPPED`, `UPLOAD_FAILED`, `SIGNED_OUT` or what the gateway says. */
export type UploadBlob = (file: Blob, options?: UploadOptions) => Promise<Outcome<UploadResponse>>

const uploadSchema = v.object({
  accountId: v.string(),
  blobId: v.pipe(v.string(), v.minLength(1)),
  type: v.string(),
  size: v.number(),
})

const stopped = (): AtriumError => new AtriumError('UPLOAD_STOPPED', { subject: 'file', remedy: 'Attach it again' })
const failed = (subject: string, cause?: unknown): AtriumError =>
  new AtriumError('UPLOAD_FAILED', { subject, remedy: 'Try again', cause })

const limitSchema = v.object({ limit: v.string(), detail: v.string() })

/** A 413 is about the file itself, or about the room its account has left (RFC 8620 §3.6.1 names the limit). */
const refusedSize = (text: string): AtriumError => {
  try {
    const { limit, detail } = v.parse(limitSchema, JSON.parse(text))
    if (limit !== 'maxSizeUpload') return failed(detail.replace(/\.$/, ''))
  } catch {
    // Not from a JMAP server: a proxy that refuses large bodies.
  }
  return new AtriumError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: 'Share it by a link' })
}

const problemOf = (request: XMLHttpRequest): string | null => {
  try {
    return v.parse(problemSchema, JSON.parse(request.responseText)).code
  } catch {
    return null
  }
}

const answerOf = (request: XMLHttpRequest): UploadResponse => {
  if (request.status === 401) throw new AtriumError('SIGNED_OUT', { subject: 'upload', remedy: 'Sign in again' })
  if (request.status === 403 && problemOf(request) === 'CSRF_REFUSED') {
    throw new AtriumError('CSRF_REFUSED', { subject: 'upload', remedy: 'Reload the page' })
  }
  if (request.status === 413) throw refusedSize(request.responseText)
  if (request.status < 200 || request.status > 299) throw failed(`status ${request.status}`)
  try {
    return v.parse(uploadSchema, JSON.parse(request.responseText))
  } catch (cause) {
    throw failed('answer', cause)
  }
}

/** `fetch` does not tell how much has gone out; `XMLHttpRequest` does. */
const send = (request: XMLHttpRequest, file: Blob, options: UploadOptions): Promise<UploadResponse> =>
  new Promise((resolve, reject) => {
    const stop = (): void => request.abort()
    const end = (outcome: () => void) => (): void => {
      options.signal?.removeEventListener('abort', stop)
      outcome()
    }
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) options.onProgress?.(loaded / total)
    })
    request.addEventListener(
      'error',
      end(() => reject(failed('connection'))),
    )
    request.addEventListener(
      'abort',
      end(() => reject(stopped())),
    )
    request.addEventListener(
      'load',
      end(() => {
        try {
          resolve(answerOf(request))
        } catch (thrown) {
          reject(thrown)
        }
      }),
    )
    options.signal?.addEventListener('abort', stop)
    request.send(file)
  })

export const createUploadBlob = (given: {
  readonly accountId: string
  readonly csrf: CsrfToken
  readonly resource: Resource
  readonly createRequest: () => XMLHttpRequest
  readonly onSignedOut: () => void
}): UploadBlob => {
  const slot = createSlots(() => (given.resource.known()?.limits ?? defaultLimits).maxConcurrentUpload)

  const attempt = async (url: string, file: Blob, options: UploadOptions & { readonly token: string }): Promise<UploadResponse> => {
    if (options.signal?.aborted) throw stopped()
    const request = given.createRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.setRequestHeader(csrfHeader, options.token)
    return send(request, file, options)
  }

  const upload = async (file: Blob, options: UploadOptions): Promise<UploadResponse> => {
    const { uploadUrl, limits } = await given.resource.load()
    if (file.size > limits.maxSizeUpload) {
      throw new AtriumError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: `At most ${limits.maxSizeUpload} octets` })
    }
    const url = expand(uploadUrl, { accountId: given.accountId })
    const token = given.csrf.current()
    const answer = await attempt(url, file, { ...options, token }).catch(async (thrown: unknown) => {
      if (!isTokenRefused(thrown) || !(await given.csrf.renew(token))) throw thrown
      return attempt(url, file, { ...options, token: given.csrf.current() })
    })
    options.onProgress?.(1)
    return answer
  }

  return async (file, options = {}) => {
    const outcome = await outcomeOf(() => slot(() => upload(file, options)))
    if (!outcome.ok && outcome.error.code === 'SIGNED_OUT') given.onSignedOut()
    return outcome
  }
}
