export {
  createChangeFollower,
  type ChangeFollower,
  type ChangeFollowerOptions,
  type Changes,
  type ChangeSet,
} from './changes.ts'
export { createJmapClient, defineType, type DataType, type JmapClient, type JmapClientOptions } from './client.ts'
export type { EventSourceLike } from './event-stream.ts'
export { createLimiter, type Limiter } from './limiter.ts'
export {
  changesCall,
  from,
  getCall,
  queryCall,
  setCall,
  unwrap,
  usableItems,
  type Call,
  type CallGroup,
  type ChangesResponse,
  type Created,
  type GetResponse,
  type Ids,
  type MethodError,
  type MethodResult,
  type MethodResults,
  type QueryResponse,
  type Reference,
  type SetRefusal,
  type SetResponse,
} from './methods.ts'
export { JmapError } from './errors.ts'
export { createBackoff, realTiming, TemporaryFailure, withRetry, type RetryOptions, type Timing } from './retry.ts'
export { expandTemplate, type Limits, type SessionInfo } from './session.ts'
