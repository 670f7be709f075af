import styles from './chart.module.css'

interface ChartProps {
  readonly label: string
  readonly values: readonly number[]
}

/** A line from left to right; the largest value touches the top. */
export function Chart({ label, values }: ChartProps) {
  const top = Math.max(1, ...values)
  const points = values.map((value, index) => `${(index * 120) / (values.length - 1)},${40 - (value / top) * 38}`)
  return (
    <svg role="img" aria-label={label} viewBox="0 0 120 40" className={styles.chart}>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
