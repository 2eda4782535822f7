"""What is done here about the firm's work, as part of its log: findings, verdicts on them, actions, what came of them.

Their records land as those of any system do. They are mapped last, since they are about objects of every system, and
they are few, so a build that goes on from the one before maps all of them anew and exchanges what differs.
"""
