// Development only: one Fast Refresh runtime for the host and every remote; see refresh.ts.
import * as runtime from 'react-refresh/runtime'
import './dev-note.js'

runtime.injectIntoGlobalHook(self)
self.__atriumRefresh = runtime
