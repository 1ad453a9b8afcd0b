"""What every test shares: English messages unless a test says otherwise."""

import os

os.environ["OKRSHEETS_LANGUAGE"] = "en"
