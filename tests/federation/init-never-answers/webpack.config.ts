import { ownContainer } from '../own-container.ts'

export default ownContainer(import.meta.dirname)
