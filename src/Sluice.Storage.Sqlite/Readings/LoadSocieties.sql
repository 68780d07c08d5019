SELECT society, head, readings FROM heard_society
