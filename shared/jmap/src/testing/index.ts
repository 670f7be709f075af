export {
  FakeJmapServer,
  FakeStream,
  jsonResponse,
  type Args,
  type Failure,
  type FakeJmapOptions,
  type MethodResponse,
  type Methods,
} from './fake-server.ts'
export { createFakeTiming, instantTiming, type FakeTiming } from './fake-timing.ts'
