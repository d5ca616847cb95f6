# 64 columns, so that a region fits its slide at 62 once the two
# columns of the module's indentation are taken off.
[
  inputs: ["{mix,.formatter}.exs", "{lib,test}/**/*.{ex,exs}"],
  line_length: 64
]
