internal import Glibc
internal import Pictures

exit(PictureProgram.run(Array(CommandLine.arguments.dropFirst())))
