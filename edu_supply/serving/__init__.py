"""A page in the browser, for people who do not type commands. Needs the packages of the extra ``serve``."""
