export default 'a page is a component, and this is a text'
