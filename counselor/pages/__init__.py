"""What the counselor's desk and the client's portal show alike: an application, its facts, its letters.

Each face (`counselor/dashboard`, `candidates/portal`) wires these pages into its own URLs with its own guard and frame.
"""
