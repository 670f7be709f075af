import styles from './page.module.css'

export default function Page() {
  return <p className={styles.everywhere}>Over everything</p>
}
