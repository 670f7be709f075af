import { afterEach, expect, jest, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import { WorkspaceProvider } from '@atrium/remote/host'
import type { ReactNode } from 'react'
import { AttachmentList, attachFiles, attachPicture, pictureUrl } from './attachments.tsx'
import { findComposer, useComposers } from './composers.ts'
import { openComposer, removeComposerAndBackup } from './lifecycle.ts'

function List({ composerKey }: { readonly composerKey: string }): ReactNode {
  const composer = useComposers(({ list }) => list.find(({ key }) => key === composerKey))
  return composer && <AttachmentList composer={composer} />
}

const fileOf = (name: string, size: number): File => {
  const file = new File(['x'], name, { type: 'text/plain' })
  Object.defineProperty(file, 'size', { value: size })
  return file
}

/** Attaches files of these sizes to a new message. Returns the key of its composer. */
const attach = (...sizes: readonly number[]): string => {
  const key = openComposer({ kind: 'new' })
  render(<List composerKey={key} />, { wrapper: WorkspaceProvider })
  act(() =>
    attachFiles(
      key,
      sizes.map((size, index) => fileOf(`${index}.txt`, size)),
    ),
  )
  return key
}

afterEach(() => {
  for (const { key } of useComposers.getState().list) removeComposerAndBackup(key)
  localStorage.clear()
})

test('a file has the size that it has in the inbox', () => {
  attach(4_300_000)
  expect(screen.getByRole('listitem').textContent).toContain('4.3 MB')
})

test('attachments may have exactly the bytes that the limit says', () => {
  attach(25_000_000)
  expect(screen.getByText('25 MB of 25 MB')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('one byte more is refused, with the limit', () => {
  const key = attach(20_000_000, 5_000_001)
  expect(screen.getByRole('alert').textContent).toContain(
    '1.txt was not added: a message can have up to 25 MB of attachments.',
  )
  expect(findComposer(key)?.draft.attachments.map(({ size }) => size)).toEqual([20_000_000])
})

test('a picture in the text is let go when its message is closed', () => {
  const addresses = new Set<string>()
  const made = jest.fn(() => {
    const url = `blob:${addresses.size}`
    addresses.add(url)
    return url
  })
  Object.assign(URL, { createObjectURL: made, revokeObjectURL: (url: string) => addresses.delete(url) })
  const key = attach()
  let source = ''
  act(() => {
    source = attachPicture(key, new File(['x'], 'a.png', { type: 'image/png' })) ?? ''
  })
  const cid = decodeURIComponent(source.replace(/^cid:/, ''))
  expect(pictureUrl(key, cid)).toBe('blob:0')
  act(() => removeComposerAndBackup(key))
  expect(addresses.size).toBe(0)
})
