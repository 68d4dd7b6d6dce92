"""The date finder's parts: vocabulary, context, and the rules of each language."""
