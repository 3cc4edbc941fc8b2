"""What comes up when a zip is read: nobody who takes a file from elsewhere may miss one of them."""

import zipfile
import zlib

# It is none, is damaged, ends too early, is locked, or is packed in a way that zipfile does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
