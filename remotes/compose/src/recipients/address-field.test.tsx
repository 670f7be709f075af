import { describe, expect, test } from '@jest/globals'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { EmailAddress } from '@atrium/mail-contracts'
import { WorkspaceProvider } from '@atrium/remote/host'
import { useState } from 'react'
import { AddressField } from './address-field.tsx'
import { useCorrespondents } from './suggestions.tsx'

const ada = { name: 'Ada Byron', email: 'ada@example.org' }
const bob = { name: null, email: 'bob@example.org' }

function setUp(start: readonly EmailAddress[] = []) {
  const values: (readonly EmailAddress[])[] = []
  function Holder() {
    const [value, setValue] = useState(start)
    values.push(value)
    return <AddressField label="To" value={value} onChange={setValue} lookup={false} />
  }
  render(<Holder />, { wrapper: WorkspaceProvider })
  return {
    user: userEvent.setup(),
    input: screen.getByRole<HTMLInputElement>('combobox', { name: 'To' }),
    value: () => values.at(-1),
    names: () =>
      within(screen.getByRole('list', { name: 'To recipients' }))
        .queryAllByRole('button', { name: /, / })
        .map((chip) => chip.textContent),
  }
}

describe('recipients', () => {
  test.each(['{Enter}', ',', ';', '{Tab}'])('become chips by %s', async (key) => {
    const { user, input, value } = setUp()
    await user.type(input, `bob@example.org${key}`)
    expect(value()).toEqual([bob])
    expect(input.value).toBe('')
  })

  test('become chips when the field is left', async () => {
    const { user, input, value } = setUp()
    await user.type(input, 'bob@example.org')
    await user.click(document.body)
    expect(value()).toEqual([bob])
  })

  test('a comma inside a quoted name ends nothing', async () => {
    const { user, input, value } = setUp()
    await user.type(input, '"Byron, Ada" <ada@example.org>{Enter}')
    expect(value()).toEqual([{ ...ada, name: 'Byron, Ada' }])
  })

  test('a pasted list becomes chips at once, each address once', async () => {
    const { user, input, value } = setUp([bob])
    await user.click(input)
    await user.paste('Ada Byron <ada@example.org>; BOB@example.org\nada@example.org')
    expect(value()).toEqual([bob, ada])
  })

  test('what is no address stays, marked, and says what is wrong', async () => {
    const { user, input } = setUp()
    await user.type(input, 'bob{Enter}')
    expect(screen.getByText('"bob" is not a valid email address. Correct or remove it.')).toBeDefined()
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByRole('button', { name: 'bob: invalid email address' })).toBeDefined()
  })
})

describe('the keyboard', () => {
  test('Backspace goes to the last chip first, and then takes it away', async () => {
    const { user, input, value } = setUp([ada, bob])
    await user.click(input)
    await user.keyboard('{Backspace}')
    expect(value()).toEqual([ada, bob])
    expect(document.activeElement?.textContent).toContain('bob@example.org')
    await user.keyboard('{Delete}')
    expect(value()).toEqual([ada])
  })

  test('arrows go from chip to chip and back into the field', async () => {
    const { user, input } = setUp([ada, bob])
    await user.click(input)
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(document.activeElement?.textContent).toContain('Ada Byron')
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(document.activeElement).toBe(input)
  })

  test('Enter on a chip makes it text again, to be corrected', async () => {
    const { user, input, value } = setUp([ada])
    await user.click(input)
    await user.keyboard('{Backspace}{Enter}')
    expect(value()).toEqual([])
    expect(input.value).toBe('Ada Byron <ada@example.org>')
    expect(document.activeElement).toBe(input)
  })

  test('one press of Tab passes all chips', async () => {
    const { user, input } = setUp([ada, bob])
    await user.tab()
    expect(document.activeElement).toBe(input)
  })
})

describe('suggestions', () => {
  const know = () =>
    act(() =>
      useCorrespondents.setState({
        list: [
          { ...ada, weight: 3 },
          { name: 'Adam', email: 'adam@example.org', weight: 1 },
        ],
      }),
    )

  test('offer people one knows, the most familiar first, and Enter takes one', async () => {
    know()
    const { user, input, value } = setUp()
    await user.type(input, 'ad')
    expect(screen.getAllByRole('option', { hidden: true }).map((option) => option.textContent)).toEqual([
      expect.stringContaining('Ada Byron'),
      expect.stringContaining('Adam'),
    ])
    await user.keyboard('{ArrowDown}{Enter}')
    expect(value()).toEqual([{ name: 'Adam', email: 'adam@example.org' }])
  })

  test('Escape closes them and leaves what was typed', async () => {
    know()
    const { user, input, value } = setUp()
    await user.type(input, 'ad{Escape}')
    expect(screen.queryAllByRole('option', { hidden: true })).toEqual([])
    expect([input.value, value()]).toEqual(['ad', []])
  })

  test('no one is suggested twice', async () => {
    know()
    const { user, input } = setUp([ada])
    await user.type(input, 'ada b')
    expect(screen.queryAllByRole('option', { hidden: true })).toEqual([])
  })
})
