import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MailRow, RowPeople } from './mail-row.tsx'

const slots = { compact: false, unread: true, text: 'Tea on Friday', end: '9:05' }

test('a click on checkbox, star or actions does not open the row', async () => {
  const open = jest.fn()
  render(
    <MailRow
      {...slots}
      role="row"
      onClick={open}
      people="Ada"
      checkbox={<input type="checkbox" />}
      star={<button type="button">Star</button>}
      actions={<button type="button">Archive</button>}
    />,
  )
  await userEvent.click(screen.getByRole('checkbox'))
  await userEvent.click(screen.getByRole('button', { name: 'Star' }))
  await userEvent.click(screen.getByRole('button', { name: 'Archive', hidden: true }))
  expect(open).not.toHaveBeenCalled()
  await userEvent.click(screen.getByText('Tea on Friday'))
  expect(open).toHaveBeenCalledTimes(1)
})

test('a row with a link has people and text in it, and the link takes the focus', () => {
  render(<MailRow {...slots} role="listitem" people="Ada" link={{ href: '/inbox/a/b', tabIndex: 0, index: 7 }} />)
  const link = screen.getByRole('link', { name: 'Ada Tea on Friday' })
  expect([link.getAttribute('href'), link.dataset['index']]).toEqual(['/inbox/a/b', '7'])
})

test('a draft without recipients shows no placeholder, and a single message no count', () => {
  const { container, rerender } = render(
    <RowPeople people={[]} unread={false} placeholder="No recipient" draft="Draft" count={1} />,
  )
  expect(container.textContent).toBe('Draft')
  rerender(
    <RowPeople
      people={[{ text: 'Ada', unread: false }]}
      unread={false}
      prefix="To:"
      placeholder="No recipient"
      count={3}
    />,
  )
  expect(container.textContent).toBe('To: Ada3')
})
