with open("/home/etc/manifest/exclusion_list", "r") as lines:
    names = {line.strip() for line in lines}
