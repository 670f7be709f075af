/** A CSS module: class name → the name that the build gives it. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
