// Imported first by a product's start script: it must be in place before react-dom is evaluated.
import { reportFailure } from './failures.ts'
import { watchRenderers } from './page-guards.ts'

watchRenderers((error) => reportFailure({ remote: 'unknown', release: '', error }))
