import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStore } from './open-store.ts'
import { aBucket, type BucketOptions, type TestBucket } from './testing/a-bucket.ts'

let bucket: TestBucket
const start = async (options?: BucketOptions): Promise<void> => void (bucket = await aBucket(options))
beforeEach(() => start())
afterEach(() => bucket.close())

const open = (environment: Record<string, string> = {}) => openStore(bucket.location, { environment: { ...bucket.environment, ...environment } })
const script = Buffer.from('export const answer = 42\n'.repeat(100))

describe('objects', () => {
  test('are immutable and say what they are', async () => {
    await open().write('inbox/abc/a.js', script)
    expect(bucket.objects.get('atrium/inbox/abc/a.js.br')?.headers).toEqual({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  test('are gzipped under their own name, which every client takes', async () => {
    await open().write('inbox/abc/a.js', script)
    const object = bucket.objects.get('atrium/inbox/abc/a.js')
    expect(object?.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(object?.body ?? '')).toEqual(script)
  })

  test('appear under their own name when their siblings are there', async () => {
    await open().write('inbox/abc/a.js', script)
    expect(bucket.asked.at(-1)).toBe('PUT atrium/inbox/abc/a.js')
  })

  test('that change are asked for each time', async () => {
    await open().replace('registry.json', Buffer.from('{}'), null)
    expect(bucket.objects.get('atrium/registry.json')?.headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-cache' })
  })
})

describe('a bucket that', () => {
  test('stumbles is asked again', async () => {
    let left = 2
    bucket.fault = () => (left-- > 0 ? 503 : undefined)
    await open().write('inbox/a.txt', Buffer.from('a'))
    expect(bucket.objects.has('atrium/inbox/a.txt')).toBe(true)
  })

  test('does not answer is named', async () => {
    await bucket.close()
    await expect(open().read('registry.json')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    await start()
  })

  test('loses the answer of a conditional write has done it all the same', async () => {
    let lost = false
    bucket.fault = ({ key }) => (key === 'atrium/registry.json' && !lost ? ((lost = true), 'hang up') : undefined)
    expect(await open().replace('registry.json', Buffer.from('{"mine":1}'), null)).toBe(true)
    expect(bucket.asked.filter((line) => line === 'PUT atrium/registry.json')).toHaveLength(2)
  })

  test('takes writes whose condition does not hold is refused', async () => {
    await bucket.close()
    await start({ ignoresConditions: true })
    await expect(open().replace('registry.json', Buffer.from('{}'), null)).rejects.toMatchObject({ code: 'STORE_REFUSED' })
    expect(bucket.objects.has('atrium/registry.json')).toBe(false)
  })

  test('is not there is no empty one', async () => {
    const store = openStore('s3://another', { environment: bucket.environment })
    await expect(store.read('registry.json')).rejects.toMatchObject({ code: 'STORE_REFUSED', message: expect.stringContaining('NoSuchBucket') })
  })

  test('does not know the key says so', async () => {
    await expect(open({ AWS_SECRET_ACCESS_KEY: 'guessed' }).read('registry.json')).rejects.toThrow('403 SignatureDoesNotMatch')
  })
})

test.each([
  ['s3://', {}, 's3:// is no bucket'],
  ['s3://releases', { AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is not set'],
  ['s3://releases', { ATRIUM_S3_ENDPOINT: 'localhost:9000' }, 'ATRIUM_S3_ENDPOINT is localhost:9000'],
])('%s with %j is no store', (location, environment, message) => {
  expect(() => openStore(location, { environment: { ...bucket.environment, ...environment } })).toThrow(message)
})
