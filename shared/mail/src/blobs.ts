import {
  createLimiter,
  expandTemplate,
  type JmapClient,
  type SessionInfo,
  TemporaryFailure,
  type Timing,
  withRetry,
} from '@atrium/jmap'
import type { Id, UploadResponse } from '@atrium/jmap/types'
import { MailError } from '@atrium/mail-contracts'
import { AtriumError, csrfHeader, problemSchema } from '@atrium/protocol'
import * as v from 'valibot'
import { type Outcome, outcomeOf } from './core.ts'

export interface BlobDescription {
  readonly blobId: Id
  /** File name of the download; see `safeFileName` of mail-html. */
  readonly name: string
  /** Media type requested. Default: `application/octet-stream`. */
  readonly type?: string
}

export const blobUrl = (session: SessionInfo, accountId: string, blob: BlobDescription): string =>
  expandTemplate(session.downloadUrl, {
    accountId,
    blobId: blob.blobId,
    // What a URL takes for the folder itself or the one above cannot be spelled in its path.
    name: /^\.{0,2}$/.test(blob.name) ? 'attachment' : blob.name,
    type: blob.type ?? 'application/octet-stream',
  })

export interface UploadOptions {
  /** @param fraction From 0 to 1. */
  readonly onProgress?: (fraction: number) => void
  readonly signal?: AbortSignal
}

/** Fails with `UPLOAD_TOO_LARGE`, `UPLOAD_STOPPED`, `UPLOAD_FAILED`, `SIGNED_OUT` or the gateway's own code. */
export type UploadBlob = (file: Blob, options?: UploadOptions) => Promise<Outcome<UploadResponse>>

const uploadSchema = v.object({
  accountId: v.string(),
  blobId: v.pipe(v.string(), v.minLength(1)),
  type: v.string(),
  size: v.number(),
})

/**
 * Milliseconds of an upload in which nothing went out and nothing came back. Beyond it: it is aborted and may be
 * tried again.
 */
const maxSilence = 60_000

const stopped = (): AtriumError => new MailError('UPLOAD_STOPPED', { subject: 'file', remedy: 'Attach it again' })
const failed = (subject: string, cause?: unknown): AtriumError =>
  new MailError('UPLOAD_FAILED', { subject, remedy: 'Try again', cause })

const limitSchema = v.object({ limit: v.string(), detail: v.fallback(v.string(), '') })

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A 413 is about the file itself, or about the space its account has left (RFC 8620 §3.6.1 names the limit). */
const sizeError = (body: unknown): AtriumError => {
  const problem = v.safeParse(limitSchema, body)
  // Where there is none, it is not from a JMAP server: a proxy refuses large bodies.
  if (problem.success && problem.output.limit !== 'maxSizeUpload')
    return failed(problem.output.detail.replace(/\.$/, ''))
  return new MailError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: 'Share it by a link' })
}

const failureOf = (status: number, body: unknown): AtriumError | TemporaryFailure => {
  if (status === 401) return new AtriumError('SIGNED_OUT', { subject: 'upload', remedy: 'Sign in again' })
  const problem = v.safeParse(problemSchema, body)
  if (status === 403 && problem.success && problem.output.code === 'CSRF_REFUSED') {
    return new AtriumError('CSRF_REFUSED', { subject: 'upload', remedy: 'Reload the page' })
  }
  if (status === 413) return sizeError(body)
  const limit = v.safeParse(limitSchema, body)
  const tooMany = status === 400 && limit.success && limit.output.limit === 'maxConcurrentUpload'
  const error = failed(`status ${status}`)
  return tooMany || status === 429 || status === 503 ? new TemporaryFailure(error) : error
}

/** @throws AtriumError, or TemporaryFailure for what may pass. */
const uploadedBlob = ({ status, responseText }: XMLHttpRequest): UploadResponse => {
  const body = parseJson(responseText)
  if (status < 200 || status > 299) throw failureOf(status, body)
  const parsed = v.safeParse(uploadSchema, body)
  if (parsed.success) return parsed.output
  throw failed('response', new v.ValiError(parsed.issues))
}

/** `fetch` does not report how much has gone out; `XMLHttpRequest` does. */
const send = async (
  request: XMLHttpRequest,
  file: Blob,
  options: UploadOptions & { readonly timing: Timing },
): Promise<UploadResponse> => {
  const { timing, signal, onProgress } = options
  const ended = new AbortController()
  let lastProgress = timing.now()
  let isStalled = false
  const abort = (): void => request.abort()

  const watch = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await timing.wait(maxSilence / 4, ended.signal)
      isStalled = !ended.signal.aborted && timing.now() - lastProgress > maxSilence
      if (isStalled) return abort()
    }
  }
  try {
    return await new Promise<UploadResponse>((resolve, reject) => {
      request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
        lastProgress = timing.now()
        if (lengthComputable && total > 0) onProgress?.(loaded / total)
      })
      request.addEventListener('error', () => reject(new TemporaryFailure(failed('connection'))))
      request.addEventListener('abort', () =>
        reject(isStalled ? new TemporaryFailure(failed('connection')) : stopped()),
      )
      request.addEventListener('load', () => {
        try {
          resolve(uploadedBlob(request))
        } catch (thrown) {
          reject(thrown)
        }
      })
      signal?.addEventListener('abort', abort)
      request.send(file)
      void watch()
    })
  } finally {
    signal?.removeEventListener('abort', abort)
    ended.abort()
  }
}

export const createUploadBlob = (given: {
  readonly client: JmapClient
  readonly createRequest: () => XMLHttpRequest
  readonly onSignedOut: () => void
}): UploadBlob => {
  const { accountId, csrf, session, timing } = given.client
  const limiter = createLimiter(() => session.limits().maxConcurrentUpload)

  const attempt = (url: string, file: Blob, options: UploadOptions): Promise<UploadResponse> =>
    csrf.use((token) => {
      if (options.signal?.aborted) throw stopped()
      const request = given.createRequest()
      request.open('POST', url)
      request.setRequestHeader('content-type', file.type || 'application/octet-stream')
      request.setRequestHeader(csrfHeader, token)
      return send(request, file, { ...options, timing })
    })

  const upload = async (file: Blob, options: UploadOptions): Promise<UploadResponse> => {
    const { uploadUrl, limits } = await session.load()
    if (file.size > limits.maxSizeUpload) {
      throw new MailError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: `At most ${limits.maxSizeUpload} bytes` })
    }
    const url = expandTemplate(uploadUrl, { accountId })
    const { signal } = options
    // A blob uploaded twice is two blobs, of which one is never used: repeating does no harm (RFC 8620 §6.1).
    const blob = await withRetry(() => attempt(url, file, options), {
      timing,
      idempotent: true,
      attempts: 3,
      ...(signal ? { signal } : {}),
    })
    options.onProgress?.(1)
    return blob
  }

  return async (file, options = {}) => {
    const outcome = await outcomeOf(() => limiter(() => upload(file, options)))
    if (!outcome.ok && outcome.error.code === 'SIGNED_OUT') given.onSignedOut()
    return outcome
  }
}
