import { useSession } from '@atrium/remote'
import styles from './page.module.css'

export default function Page() {
  return <p className={styles.text}>All is well, {useSession().name}</p>
}
