export { default } from './configs/jest/projects.mjs'
