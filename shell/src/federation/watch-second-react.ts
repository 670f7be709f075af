// Imported first by start.tsx: it must be in place before react-dom is evaluated.
import { watchRenderers } from './one-renderer.ts'
import { reportFailure } from './report-failure.ts'

watchRenderers((error) => reportFailure({ remote: 'unknown', release: '', error }))
