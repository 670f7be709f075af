import styles from './part.module.css'

export default function Part() {
  return <p className={styles.part}>The part has come</p>
}
