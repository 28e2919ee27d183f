// Loaded into a child before its own program: a parent that was killed cannot end its children itself.
process.on("disconnect", () => process.exit(0));
