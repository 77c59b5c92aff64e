"""One folder per country. A country is found because its folder exists; nothing here names one."""
