import { MailError } from '@atrium/mail-contracts'
import { AtriumError, csrfHeader } from '@atrium/protocol'
import type { UploadResponse } from '@atrium/mail-contracts'
import * as v from 'valibot'
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

const stopped = (): AtriumError => new MailError('UPLOAD_STOPPED', { subject: 'file', remedy: 'Attach it again' })
const failed = (subject: string, cause?: unknown): AtriumError =>
  new MailError('UPLOAD_FAILED', { subject, remedy: 'Try again', cause })

const answerOf = (request: XMLHttpRequest): UploadResponse => {
  if (request.status === 401) throw new AtriumError('SIGNED_OUT', { subject: 'upload', remedy: 'Sign in again' })
  if (request.status === 413) throw new MailError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: 'Share it by a link' })
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
  readonly csrf: string
  readonly resource: Resource
  readonly createRequest: () => XMLHttpRequest
  readonly onSignedOut: () => void
}): UploadBlob => {
  const slot = createSlots(() => (given.resource.known()?.limits ?? defaultLimits).maxConcurrentUpload)

  const upload = async (file: Blob, options: UploadOptions): Promise<UploadResponse> => {
    const { uploadUrl, limits } = await given.resource.load()
    if (file.size > limits.maxSizeUpload) {
      throw new MailError('UPLOAD_TOO_LARGE', { subject: 'file', remedy: `At most ${limits.maxSizeUpload} octets` })
    }
    if (options.signal?.aborted) throw stopped()
    const request = given.createRequest()
    request.open('POST', expand(uploadUrl, { accountId: given.accountId }))
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.setRequestHeader(csrfHeader, given.csrf)
    const answer = await send(request, file, options)
    options.onProgress?.(1)
    return answer
  }

  return async (file, options = {}) => {
    const outcome = await outcomeOf(() => slot(() => upload(file, options)))
    if (!outcome.ok && outcome.error.code === 'SIGNED_OUT') given.onSignedOut()
    return outcome
  }
}
