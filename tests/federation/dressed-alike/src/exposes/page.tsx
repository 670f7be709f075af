import styles from './page.module.css'

export default function Page() {
  return <p className={styles.text}>The same class, another colour</p>
}
