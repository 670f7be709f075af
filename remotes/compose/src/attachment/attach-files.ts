import { changeDraft } from '../composer/change-draft.ts'
import { findComposer, patchComposer, patchDraft } from '../composer/composers.ts'
import { keeperOf, tellUnsaved } from '../composer/keepers.ts'
import { connection } from '../connection.ts'
import { say } from '../say.ts'
import { type Attachment, messageLimit, totalSize } from './attachment.ts'

let count = 0

const patchAttachment = (key: string, id: string, patch: Partial<Attachment>): void => {
  const list = findComposer(key)?.draft.attachments ?? []
  patchDraft(key, { attachments: list.map((one) => (one.id === id ? { ...one, ...patch } : one)) })
}

const upload = async (key: string, id: string, file: File): Promise<void> => {
  const stop = new AbortController()
  keeperOf(key)?.uploads.set(id, { file, stop })
  patchAttachment(key, id, { progress: 0, error: null })
  tellUnsaved(key)
  const outcome = await connection()?.mail.uploadBlob(file, {
    signal: stop.signal,
    onProgress: (progress) => patchAttachment(key, id, { progress }),
  })
  if (!outcome || !findComposer(key)?.draft.attachments.some((one) => one.id === id)) return
  if (outcome.ok) {
    keeperOf(key)?.uploads.delete(id)
    patchAttachment(key, id, { blobId: outcome.value.blobId, size: outcome.value.size, progress: 1 })
    changeDraft(key, {})
  } else {
    patchAttachment(key, id, { error: outcome.error })
    tellUnsaved(key)
  }
}

/** Takes files in as long as they fit, and uploads them. */
export const attachFiles = (key: string, files: readonly File[]): void => {
  const composer = findComposer(key)
  if (!composer || composer.phase !== 'writing') return
  let used = totalSize(composer.draft.attachments)
  const taken: { readonly attachment: Attachment; readonly file: File }[] = []
  const refused: string[] = []
  for (const file of files) {
    const name = file.name || say('unnamedFile')
    if (used + file.size > messageLimit) refused.push(name)
    else {
      used += file.size
      count += 1
      const type = file.type || 'application/octet-stream'
      taken.push({ file, attachment: { id: `file-${count}`, name, type, size: file.size, blobId: null, progress: 0, error: null } })
    }
  }
  patchComposer(key, { refusedFiles: refused })
  if (taken.length === 0) return
  changeDraft(key, { attachments: [...composer.draft.attachments, ...taken.map(({ attachment }) => attachment)] })
  for (const { attachment, file } of taken) void upload(key, attachment.id, file)
}

/** Takes a file out, and stops it when it is under way. */
export const removeAttachment = (key: string, id: string): void => {
  const { attachments } = findComposer(key)?.draft ?? { attachments: [] }
  keeperOf(key)?.uploads.get(id)?.stop.abort()
  keeperOf(key)?.uploads.delete(id)
  changeDraft(key, { attachments: attachments.filter((one) => one.id !== id) })
  patchComposer(key, { refusedFiles: [] })
}

export const retryAttachment = (key: string, id: string): void => {
  const file = keeperOf(key)?.uploads.get(id)?.file
  if (file) void upload(key, id, file)
}
