# 64 columns, as in snippets/.
[inputs: ["**/*.ex"], line_length: 64]
