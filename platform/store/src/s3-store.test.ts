import https from 'node:https'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { bucketVariables, isBucket, openStore, type StoreOptions } from './index.ts'
import { startBucket, type BucketOptions, type TestBucket } from './testing/bucket-server.ts'

let bucket: TestBucket
const start = async (options?: BucketOptions): Promise<void> => void (bucket = await startBucket(options))
beforeEach(() => start())
afterEach(() => bucket.close())

const open = (environment: Record<string, string> = {}, options: StoreOptions = {}) =>
  openStore(bucket.location, { environment: { ...bucket.environment, ...environment }, ...options })
const script = Buffer.from('export const answer = 42\n'.repeat(100))

describe('objects', () => {
  test('are immutable and have a media type', async () => {
    await open().write('inbox/abc/a.js', script)
    expect(bucket.objects.get('atrium/inbox/abc/a.js.br')?.headers).toEqual({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  test('are gzipped under their own name, which every client accepts', async () => {
    await open().write('inbox/abc/a.js', script)
    const object = bucket.objects.get('atrium/inbox/abc/a.js')
    expect(object?.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(object?.body ?? '')).toEqual(script)
  })

  test('appear under their own name after their siblings', async () => {
    await open().write('inbox/abc/a.js', script)
    expect(bucket.requests.at(-1)).toBe('PUT atrium/inbox/abc/a.js')
  })

  test('that change are revalidated each time', async () => {
    await open().replace('registry.json', Buffer.from('{}'), null)
    expect(bucket.objects.get('atrium/registry.json')?.headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-cache',
    })
  })
})

describe('a bucket that', () => {
  test('fails transiently gets the request again', async () => {
    let left = 2
    bucket.fault = () => (left-- > 0 ? 503 : undefined)
    await open().write('inbox/a.txt', Buffer.from('a'))
    expect(bucket.objects.has('atrium/inbox/a.txt')).toBe(true)
  })

  test('cannot be reached is named', async () => {
    await bucket.close()
    await expect(open().read('registry.json')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    await start()
  })

  test('loses the response of a conditional write has carried it out', async () => {
    let lost = false
    bucket.fault = ({ key }) => (key === 'atrium/registry.json' && !lost ? ((lost = true), 'hang up') : undefined)
    expect(await open().replace('registry.json', Buffer.from('{"mine":1}'), null)).toBe(true)
    expect(bucket.requests.filter((line) => line === 'PUT atrium/registry.json')).toHaveLength(2)
  })

  test('accepts writes whose condition does not hold is refused', async () => {
    await bucket.close()
    await start({ ignoresConditions: true })
    await expect(open().replace('registry.json', Buffer.from('{}'), null)).rejects.toMatchObject({
      code: 'STORE_REFUSED',
    })
    expect(bucket.objects.has('atrium/registry.json')).toBe(false)
  })

  test('could not be tested for conditional writes is tested again by the next write', async () => {
    bucket.fault = () => 403
    const store = open()
    await expect(store.replace('registry.json', Buffer.from('{}'), null)).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      subject: 'writing to the bucket: 403 InternalError',
    })
    bucket.fault = () => undefined
    expect(await store.replace('registry.json', Buffer.from('{}'), null)).toBe(true)
    expect(await store.replace('other.json', Buffer.from('{}'), null)).toBe(true)
    // Two in the second test, none for the third write.
    expect(bucket.requests.filter((line) => line.endsWith('conditional-writes.txt'))).toHaveLength(3)
  })

  test('keeps failing is given up after the configured retries', async () => {
    bucket.fault = () => 503
    await expect(open({}, { retry: { timeout: 1000, delays: [1, 1] } }).read('registry.json')).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      subject: `${bucket.environment['ATRIUM_S3_ENDPOINT']}/releases/: status 503`,
    })
    expect(bucket.requests).toHaveLength(3)
  })

  test.each([429, 500, 502, 503, 504])('responds with %d is retried once', async (status) => {
    bucket.fault = () => (bucket.requests.length === 1 ? status : undefined)
    expect(await open({}, { retry: { timeout: 1000, delays: [0] } }).read('registry.json')).toBeUndefined()
    expect(bucket.requests).toHaveLength(2)
  })

  test('never responds is given up after the timeout', async () => {
    bucket.fault = () => 'silence'
    await expect(open({}, { retry: { timeout: 20, delays: [] } }).read('registry.json')).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      subject: expect.stringContaining('no response for 0.02 s'),
    })
  })

  test('refuses a request is quoted, with what was attempted', async () => {
    const store = open()
    bucket.fault = () => 403
    const subject = (attempt: string) => ({ code: 'STORE_REFUSED', subject: `${attempt}: 403 InternalError` })
    await expect(store.read('a.txt')).rejects.toMatchObject(subject('reading a.txt'))
    await expect(store.write('a.txt', script)).rejects.toMatchObject(subject('writing a.txt'))
    await expect(store.list('')).rejects.toMatchObject(subject('listing the bucket'))
    await expect(store.remove('a.txt')).rejects.toMatchObject(subject('removing a.txt'))
    bucket.fault = ({ key }) => (key.endsWith('registry.json') ? 403 : undefined)
    await expect(store.replace('registry.json', script, null)).rejects.toMatchObject(subject('writing registry.json'))
  })

  test('writes two different versions at once refuses one of them', async () => {
    bucket.fault = ({ key }) => (key === 'atrium/registry.json' ? 409 : undefined)
    await expect(open().replace('registry.json', Buffer.from('{}'), null)).rejects.toMatchObject({
      code: 'STORE_REFUSED',
    })
    bucket.fault = ({ key }) =>
      key === 'atrium/registry.json' && bucket.requests.at(-1)?.startsWith('PUT') ? 409 : undefined
    expect(await open().replace('registry.json', Buffer.from('{}'), null)).toBe(false)
  })

  test('does not exist is not taken for an empty one', async () => {
    const store = openStore('s3://another', { environment: bucket.environment })
    await expect(store.read('registry.json')).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      message: expect.stringContaining('NoSuchBucket'),
    })
  })

  test('refuses the credentials is quoted', async () => {
    await expect(open({ AWS_SECRET_ACCESS_KEY: 'guessed' }).read('registry.json')).rejects.toThrow(
      '403 SignatureDoesNotMatch',
    )
  })
})

test('a bucket has no drafts to remove', async () => {
  await open().write('a.txt', script)
  expect(await open().removeDrafts()).toBe(0)
  expect([...bucket.objects.keys()]).toEqual(['atrium/a.txt'])
})

describe('a location', () => {
  test('is a bucket when its scheme is s3', () => {
    expect([isBucket('s3://releases'), isBucket('/srv/s3://releases'), isBucket('releases')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test.each([
    ['s3://', {}, 's3:// is no bucket'],
    ['s3://Releases', {}, 's3://Releases is no bucket'],
    ['s3://releases', { AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is not set'],
    ['s3://releases', { AWS_SECRET_ACCESS_KEY: '' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    ['s3://releases', { ATRIUM_S3_ENDPOINT: 'localhost:9000' }, 'ATRIUM_S3_ENDPOINT is localhost:9000'],
  ])('%s with %j is refused', (location, environment, message) => {
    expect(() => openStore(location, { environment: { ...bucket.environment, ...environment } })).toThrow(message)
  })

  test.each([
    ['s3://releases', 'PUT conditional-writes.txt'],
    ['s3://releases/', 'PUT conditional-writes.txt'],
    ['s3://releases/teams/mail/', 'PUT teams/mail/conditional-writes.txt'],
  ])('%s has its files below its prefix', async (location, request) => {
    await openStore(location, { environment: bucket.environment }).replace('registry.json', script, null)
    expect(bucket.requests[0]).toBe(request)
  })

  const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }

  /** URL and headers of the request that reading would send to Amazon. */
  async function requestFor(
    location: string,
    environment: Record<string, string>,
  ): Promise<{ url: string; headers: Record<string, string> }> {
    const request = jest.spyOn(https, 'request').mockImplementation(() => {
      throw new Error('no network in tests')
    })
    await expect(openStore(location, { environment, retry: { timeout: 1, delays: [] } }).read('a.txt')).rejects.toThrow(
      'no network in tests',
    )
    const [url, options] = request.mock.calls[0] as unknown as [URL, { headers: Record<string, string> }]
    return { url: url.href, headers: options.headers }
  }

  test.each([
    ['s3://releases/x', {}, 'https://releases.s3.us-east-1.amazonaws.com/x/a.txt'],
    ['s3://releases', { AWS_DEFAULT_REGION: 'eu-west-1' }, 'https://releases.s3.eu-west-1.amazonaws.com/a.txt'],
    [
      's3://our.releases',
      { AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-north-1' },
      'https://s3.eu-north-1.amazonaws.com/our.releases/a.txt',
    ],
    ['s3://releases', { ATRIUM_S3_ENDPOINT: 'https://s3.example:9000//' }, 'https://s3.example:9000/releases/a.txt'],
  ])('%s with %j is at %s', async (location, environment, url) => {
    expect((await requestFor(location, { ...credentials, ...environment })).url).toBe(url)
  })

  test('is requested with the session token of temporary credentials, and with none otherwise', async () => {
    const { headers } = await requestFor('s3://releases', { ...credentials, AWS_SESSION_TOKEN: 'token' })
    expect(headers['x-amz-security-token']).toBe('token')
    jest.restoreAllMocks()
    const without = await requestFor('s3://releases', { ...credentials, AWS_SESSION_TOKEN: '' })
    expect(Object.keys(without.headers)).not.toContain('x-amz-security-token')
  })

  test('needs no other variable than the listed ones', () => {
    expect(
      Object.keys(bucket.environment).filter((name) => !(bucketVariables as readonly string[]).includes(name)),
    ).toEqual([])
    expect(bucketVariables).toHaveLength(6)
  })
})
