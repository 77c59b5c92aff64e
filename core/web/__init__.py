"""The web: layout, forms, access rules and components that the slices' pages are made of."""
